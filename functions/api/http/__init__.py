"""HTTP for any resource: operations, problems, paging, descriptions. It knows no resource."""
