"""/id-tags: the cards and apps that operators hand out, and the groups they belong to."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.http.conditional_changes import retried
from api.http.etags import etag, must_match
from api.http.models import Flag
from api.http.operations import NOTHING, Reply, Resource, shows
from api.http.problems import Problem, not_found
from api.http.request_context import RequestContext
from api.id_tags.settings import IdTagChange, NewIdTag, Token, actions_of, after, changed
from api.id_tags.views import EXAMPLE, JUDGED, JudgedIdTag, JudgedIdTags, judged
from csms import task_queue
from csms.store.paging import by_name, part, reading
from csms.store.provisioned import id_tags
from csms.store.provisioned.versions import AlreadyThere
from csms.store.table import fetch

resource = Resource("/id-tags", "Id tags")


@resource.operation("GET", "", "viewer", shows(JudgedIdTags, {"items": [JUDGED]}), paged=True)
def list_id_tags(
    context: RequestContext,
    blocked: Annotated[Flag | None, Query()] = None,
    parent_id_tag: Annotated[Token | None, Query(description="The group.")] = None,
    q: Annotated[Token | None, Query(description="What the id tag begins with.")] = None,
) -> JudgedIdTags:
    """The id tags, by name.

    Case does not count in an id tag.
    """

    def wanted(tag: id_tags.IdTag) -> bool:
        group = (tag.parent_id_tag or "").upper()
        return blocked in (None, tag.blocked) and (
            parent_id_tag is None or group == parent_id_tag.upper()
        )

    names = by_name(id_tags.IdTag, "TAG", (q or "").upper())
    found = part(
        names, context.paging.limit, context.paging.position, reading(id_tags.IdTag, wanted)
    )
    return JudgedIdTags(
        items=judged(found.items, context.at), cursor=context.paging.cursor(found.position)
    )


@resource.operation(
    "POST",
    "",
    "operator",
    shows(JudgedIdTag, JUDGED, "Location", "ETag", status=201, said="Created"),
    problems=(409,),
    body=EXAMPLE,
)
def create_id_tag(context: RequestContext, body: NewIdTag) -> Reply:
    """Hand out an id tag."""
    settings = after(None, body)
    tag = id_tags.IdTag.of(body.id_tag)
    audit = context.audit(f"id-tags/{body.id_tag}", {"created": changed(None, settings)})
    try:
        id_tags.create(tag, actions_of(settings), audit)
    except AlreadyThere as error:
        raise Problem(409, f"the id tag {body.id_tag} is there already") from error
    task_queue.id_tags_changed_later()
    created = _found(body.id_tag)
    headers = {
        "Location": context.location("id-tags", body.id_tag),
        "ETag": etag(created.version),
    }
    (shown,) = judged([created], context.at)
    return Reply(shown, 201, headers)


@resource.operation("GET", "/{idTag}", "viewer", shows(JudgedIdTag, JUDGED, "ETag"))
def read_id_tag(context: RequestContext, id_tag: str) -> Reply:
    """One id tag."""
    tag = _found(id_tag)
    return _shown(tag, context)


@resource.operation(
    "PATCH",
    "/{idTag}",
    "operator",
    shows(JudgedIdTag, JUDGED, "ETag"),
    problems=(409, 412),
    body={"blocked": True, "expiryDate": None},
)
def change_id_tag(context: RequestContext, id_tag: str, body: IdTagChange) -> Reply:
    """Change some of what is set for an id tag.

    What is left out stays as it is, and null removes it (RFC 7396).
    """

    def attempt() -> id_tags.IdTag:
        tag = _found(id_tag)
        must_match(context.if_match, tag.version)
        settings = after(tag, body)
        differences = changed(tag, settings)
        if not differences:
            return tag
        audit = context.audit(f"id-tags/{tag.id_tag}", {"changed": differences})
        id_tags.change(tag, actions_of(settings), audit)
        task_queue.id_tags_changed_later()
        return _found(id_tag)

    tag = retried(context, attempt)
    return _shown(tag, context)


@resource.operation("DELETE", "/{idTag}", "operator", NOTHING, problems=(409, 412))
def delete_id_tag(context: RequestContext, id_tag: str) -> None:
    """Take an id tag back.

    It may not charge from now on; what it has charged stays.
    """

    def attempt() -> None:
        tag = _found(id_tag)
        must_match(context.if_match, tag.version)
        id_tags.remove(tag, context.audit(f"id-tags/{tag.id_tag}", {"deleted": True}))

    retried(context, attempt)
    task_queue.id_tags_changed_later()


def _found(id_tag: str) -> id_tags.IdTag:
    (tag,) = fetch(id_tags.IdTag.of(id_tag))
    if tag is None:
        raise not_found(f"the id tag {id_tag}")
    return tag


def _shown(tag: id_tags.IdTag, context: RequestContext) -> Reply:
    (shown,) = judged([tag], context.at)
    return Reply(shown, headers={"ETag": etag(tag.version)})
