"""Files: what charge points brought, asking them for logs, and firmware images."""
