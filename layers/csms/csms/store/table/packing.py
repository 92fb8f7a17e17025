"""Short texts, packed: what all of them have in common stands here, once, and not in each.

DynamoDB bills what is written by the begun KB, and keeps it by the byte; in texts of one or two
hundred bytes there is little for compression to find that repeats.
"""

import zlib
from base64 import b64decode, b64encode

_RAW = -15  # no header and no checksum, which would be a tenth of what is packed
_WORDS = (
    b'"reason":"EVDisconnected","reason":"DeAuthorized","reason":"Remote","reason":"Local",'
    b'"transactionData":[{"timestamp":"2026-'
    b'{"filename":"","fileName":"[2,"","FirmwareStatusNotification",{"status":"Installed"}]'
    b'[2,"","DiagnosticsStatusNotification",{"status":"Uploaded"}]'
    b'[2,"","DataTransfer",{"vendorId":"","messageId":"","data":"'
    b'[2,"","SecurityEventNotification",{"type":"","timestamp":"2026-'
    b'{"status":"Rejected"}]{"status":"Accepted"}]'
    b'[2,"","BootNotification",{"chargePointVendor":"","chargePointModel":"'
    b'","chargePointSerialNumber":"","chargeBoxSerialNumber":"","firmwareVersion":"","iccid":"'
    b'","imsi":"","meterType":"","meterSerialNumber":"'
    b'{"currentTime":"2026-01-01T00:00:00.000Z","interval":300,"status":"Accepted"}]'
    b'[2,"","Authorize",{"idTag":"[3,"",{"idTagInfo":{"status":"Invalid"}}]'
    b'[3,"",{"idTagInfo":{"status":"Accepted","parentIdTag":"'
    b'[2,"","StartTransaction",{"connectorId":1,"idTag":"","meterStart":,"timestamp":"2026-'
    b'[3,"",{"transactionId":,"idTagInfo":{"status":"Accepted"}}]'
    b'[2,"","StopTransaction",{"transactionId":,"meterStop":,"timestamp":"2026-","idTag":"'
    b'[2,"","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available",'
    b'"info":"","vendorId":"","vendorErrorCode":"","timestamp":"2026-01-01T00:00:00.000Z"}]'
    b'"status":"Preparing""status":"Charging""status":"SuspendedEV""status":"Finishing"'
    b',"context":"Transaction.Begin","context":"Transaction.End","context":"Sample.Clock"'
    b',"context":"Trigger","location":"Body","location":"EV","location":"Inlet"'
    b',"location":"Cable","format":"SignedData","measurand":"Current.Export","unit":"A"}'
    b',{"measurand":"Current.Offered","measurand":"Frequency","unit":"Hertz"}'
    b',{"measurand":"Power.Factor"},{"measurand":"Power.Offered"'
    b',"measurand":"Power.Reactive.Import","unit":"var"},{"measurand":"RPM"}'
    b',{"measurand":"SoC","unit":"Percent"},{"measurand":"Temperature","unit":"Celsius"}'
    b',{"measurand":"Energy.Active.Export.Register"'
    b',"measurand":"Energy.Reactive.Import.Register","unit":"varh"}'
    b',{"measurand":"Energy.Active.Import.Interval","unit":"kWh"},"unit":"kW"}'
    b',"phase":"N"},"phase":"L1-L2"},"phase":"L2-L3"},"phase":"L3-L1"},"phase":"L2-N"}'
    b',"phase":"L3-N"},"phase":"L2","phase":"L3","format":"Raw","location":"Outlet"}'
    b'[3,"",{"currentTime":"2026-01-01T00:00:00.000Z"}][2,"","Heartbeat",{}]'
    b'[2,"","MeterValues",{"connectorId":1,"transactionId":,"meterValue":[{'
    b'"timestamp":"2026-01-01T00:00:00.000Z","sampledValue":[{"value":"'
    b'","context":"Sample.Periodic","format":"Raw","measurand":"Energy.Active.Import.Register"'
    b',"location":"Outlet","unit":"Wh"},{"value":"","measurand":"Power.Active.Import","unit":"W"}'
    b',{"value":"","measurand":"Current.Import","unit":"A","phase":"L1"}'
    b',{"value":"","measurand":"Voltage","unit":"V","phase":"L1-N"}]}]}][3,"",{}]'
    b'{"measurand":"Voltage","phase":"L1-N","unit":"V","value":"'
    b'{"measurand":"Current.Import","phase":"L1","unit":"A","value":"'
    b'{"measurand":"Power.Active.Import","unit":"W","value":"'
    b'[{"at":"2026-01-01T00:00:00.000Z","measurand":"Energy.Active.Import.Register"'
    b',"unit":"Wh","value":"'
)
"""Never changed, for what was packed with it could not be read: a new one gets a number of its own.

What is said most often stands last, where it is named in the fewest bits.
"""

_DICTIONARIES = {1: _WORDS}
_NEWEST = 1


def packed(text: str) -> bytes:
    """Half of a surrogate pair, which is no text anywhere else, is escaped."""
    packing = zlib.compressobj(9, zlib.DEFLATED, _RAW, zdict=_DICTIONARIES[_NEWEST])
    return (
        bytes([_NEWEST])
        + packing.compress(text.encode(errors="backslashreplace"))
        + packing.flush()
    )


def spelled(content: bytes) -> str:
    """As DynamoDB's JSON has bytes."""
    return b64encode(content).decode()


def unpacked(whole: bytes | str) -> str:
    """`whole`: also `spelled`."""
    told = b64decode(whole) if isinstance(whole, str) else whole
    return zlib.decompressobj(_RAW, zdict=_DICTIONARIES[told[0]]).decompress(told[1:]).decode()
