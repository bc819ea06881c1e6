"""What programs can do with live streams, for the description of the API."""

from server.web.live.api import BYTES, TEXTS, Remarked
from server.web.rest.operation import Operation

ONE = "/api/live/{name}"
RECORDING = f"{ONE}/recording"
JSON = "application/json"


def _does(path: str, method: str, identity: str, summary: str, status: int = 200) -> Operation:
    return Operation(path, method, identity, summary, status, tag="Live")


OPERATIONS = (
    _does("/api/live", "get", "list_streams", "The live streams that there are."),
    _does(ONE, "get", "get_stream", "A stream: channels, source, how it stands, who watches."),
    Operation(
        ONE,
        "put",
        "start_stream",
        "Run a source under this name; the body is its recipe: “source” is generator, file, tcp, "
        "serial or push, and the rest is as in the addresses of the pages.",
        raw=(JSON,),
        tag="Live",
    ),
    Operation(
        ONE,
        "patch",
        "steer_stream",
        "Change what the built-in generator does while it runs.",
        raw=(JSON,),
        tag="Live",
    ),
    Operation(
        ONE,
        "post",
        "push_samples",
        "Add samples: JSON (values, and with the first ones names, units and rate), lines of CSV, "
        "or a binary frame. A WebSocket at the same address takes and gives binary frames.",
        201,
        raw=(JSON, *sorted(TEXTS), BYTES),
        tag="Live",
    ),
    _does(ONE, "delete", "forget_stream", "End a stream and forget it.", 204),
    _does(RECORDING, "put", "start_recording", "Record the stream into the library from now on."),
    _does(RECORDING, "delete", "stop_recording", "End the recording; “kept” says where it is."),
    Operation(
        f"{ONE}/notes",
        "post",
        "note_in_recording",
        "Remark something at a moment of the recording that runs.",
        201,
        body=Remarked,
        tag="Live",
    ),
)
