"""/configuration-templates: what the charge points of a model should have set."""

import re

from api.configuration.template_views import (
    EXAMPLE,
    ConfigurationTemplate,
    ConfigurationTemplates,
    NewTemplate,
    taken_from,
    view,
)
from api.http.conditional_changes import retried
from api.http.etags import etag, must_match, overtaken
from api.http.operations import NOTHING, Reply, Resource, shows
from api.http.problems import Problem, bad_field, not_found
from api.http.request_context import RequestContext
from csms.store.paging import by_name, part, reading
from csms.store.provisioned import configuration_templates as store
from csms.store.provisioned.configuration_templates import ModelTaken

resource = Resource("/configuration-templates", "Configuration")

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}")


@resource.operation(
    "GET", "", "viewer", shows(ConfigurationTemplates, {"items": [EXAMPLE]}), paged=True
)
def list_configuration_templates(context: RequestContext) -> ConfigurationTemplates:
    """The templates, by name."""
    names = by_name(store.ConfigurationTemplate, "TEMPLATE")
    load = reading(store.ConfigurationTemplate)
    found = part(names, context.paging.limit, context.paging.position, load)
    return ConfigurationTemplates(
        items=[view(template) for template in found.items],
        cursor=context.paging.cursor(found.position),
    )


@resource.operation("GET", "/{name}", "viewer", shows(ConfigurationTemplate, EXAMPLE, "ETag"))
def read_configuration_template(context: RequestContext, name: str) -> Reply:
    """One template."""
    template = find(name)
    return Reply(view(template), headers={"ETag": etag(template.version)})


@resource.operation(
    "PUT",
    "/{name}",
    "operator",
    shows(ConfigurationTemplate, EXAMPLE, "ETag"),
    shows(ConfigurationTemplate, EXAMPLE, "Location", "ETag", status=201, said="Created"),
    problems=(409, 412),
    body={
        member: value for member, value in EXAMPLE.items() if member not in ("name", "changedAt")
    },
)
def store_configuration_template(context: RequestContext, name: str, body: NewTemplate) -> Reply:
    """Create a template, or replace it.

    With `applyWhilePending` it is applied to each charge point of its vendor and model that starts
    while its registration is Pending; a model has one such template.
    """
    if not NAME.fullmatch(name):
        raise bad_field("name", "has letters, digits, spaces and ._- alone, 100 at most")
    template = taken_from(name, body, context.at)

    def attempt() -> bool:
        before = store.find(name)
        if before is not None:
            must_match(context.if_match, before.version)
        elif context.if_match is not None:
            raise overtaken()
        done = {"created" if before is None else "replaced": body.model_dump(by_alias=True)}
        store.store(before, template, context.audit(f"configuration-templates/{name}", done))
        return before is None

    try:
        created = retried(context, attempt)
    except ModelTaken:
        raise Problem(
            409, "another template is applied while Pending to this vendor and model"
        ) from None
    headers = {"ETag": etag(template.version)}
    if created:
        headers["Location"] = context.location("configuration-templates", name)
    return Reply(view(template), 201 if created else 200, headers)


@resource.operation("DELETE", "/{name}", "operator", NOTHING, problems=(409, 412))
def delete_configuration_template(context: RequestContext, name: str) -> None:
    """Delete a template; what it has set stays."""

    def attempt() -> None:
        template = find(name)
        must_match(context.if_match, template.version)
        audit = context.audit(f"configuration-templates/{name}", {"deleted": True})
        store.remove(template, audit)

    retried(context, attempt)


def find(name: str) -> store.ConfigurationTemplate:
    """Raises Problem."""
    template = store.find(name)
    if template is None:
        raise not_found(f"the configuration template {name}")
    return template
