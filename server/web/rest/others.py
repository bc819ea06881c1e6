"""What can be done besides with the resources themselves, for the description of the API."""

from server.web.rest.notes import NoteFields
from server.web.rest.operation import Operation
from server.web.rest.parts import PlaceFields
from server.web.rest.resource import Paging
from server.web.rest.trash import Removed
from server.web.rest.uploads import FORM, Upload

OWNERS = {"project": "projects", "file": "files"}

OTHERS = (
    *(
        Operation(
            f"/api/{name}/{{number}}/notes",
            "get",
            f"list_notes_of_{noun}",
            f"The notes about a {noun}, the oldest first.",
            query=Paging,
        )
        for noun, name in OWNERS.items()
    ),
    *(
        Operation(
            f"/api/{name}/{{number}}/notes",
            "post",
            f"add_note_to_{noun}",
            f"Remark something about a {noun}.",
            201,
            body=NoteFields,
        )
        for noun, name in OWNERS.items()
    ),
    Operation(
        "/api/files/{number}/place",
        "get",
        "get_place",
        "Where a file lies, and whether it is still the one that was opened.",
    ),
    Operation(
        "/api/files/{number}/place",
        "put",
        "put_place",
        "Accept a file as it is now, or where it is now.",
        body=PlaceFields,
    ),
    Operation("/api/tags", "get", "list_tags", "The tags in use, with how many files have each."),
    Operation("/api/recents", "get", "list_recents", "The files that were open last."),
    Operation(
        "/api/recents/{number}", "put", "put_recent", "Note that a file was opened just now.", 204
    ),
    Operation("/api/trash", "get", "list_trash", "What was removed and can be brought back."),
    Operation(
        "/api/trash",
        "post",
        "remove_several",
        "Remove several things at once; the answer says how they come back.",
        body=Removed,
    ),
    Operation(
        "/api/trash/{number}/restore", "post", "restore", "Bring back what was removed.", 204
    ),
    Operation("/api/trash/{number}", "delete", "purge", "Delete for good what was removed.", 204),
    Operation(
        "/api/uploads", "get", "get_uploads", "How many bytes may be uploaded, of which formats."
    ),
    Operation(
        "/api/uploads",
        "post",
        "upload",
        "Keep a copy of a file, and open it.",
        201,
        query=Upload,
        raw=("application/octet-stream", FORM),
    ),
)
