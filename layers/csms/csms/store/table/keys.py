"""The keys of the two tables: every pattern, and every access path.

STATE: what is so now. One partition shows what is known of a charge point.

pk                    sk                           item             index
CP#<charge point>     CP                           ChargePoint      by_name CP#<shard>
                                                     by_time ONBOARDING#<shard>, while it waits
CP#<charge point>     CONNECTION                   Connection       by_time CONNECTED#<shard>
CP#<charge point>     TX#<number, ten digits>      Transaction      by_time TX#<yyyy-mm>#<shard>
                                                                    by_name TX#<charge point>
CP#<charge point>     CLOCKLESS#<digest>           ClocklessStart
CP#<charge point>     RUNNING#<time>#<number>      Running          by_name RUNNING#<shard>
CP#<charge point>     STOP#<digest>                OrphanStop       by_time STOP#<yyyy-mm>#<shard>
                                                                    by_name STOP#<charge point>
CP#<charge point>     CONFIGURATION                Configuration
CP#<charge point>     CONFIGURATION-TEMPLATE       TemplateApplied
CP#<charge point>     LOCAL-LIST                   LocalList
CP#<charge point>     LOCAL-LIST#<number>          LocalListRest
CP#<charge point>     LOCAL-LIST-PARTS             LocalListParts
CP#<charge point>     LOCAL-LIST-WANTED            WantedList       by_name IN-STEP#<shard>
CP#<charge point>     RESERVATION#<id, ten digits> Reservation     by_name WORK#<shard>
CP#<charge point>     PROFILE#<id, ten digits>     InstalledProfile
CP#<charge point>     PROFILES-GONE                GoneProfiles
CP#<charge point>     PROFILE-PENDING#<connector>#TAG#<ID TAG>  PendingProfile
CP#<charge point>     CERTIFICATES#<type>          ReportedCertificates
CP#<charge point>     CERTIFICATES#<type>#<digest> InstalledCertificate
                                                               by_name ROOT#<SHA-256>#<shard>
CP#<charge point>     CLIENT-CERTIFICATE#<SHA-256>  ClientCertificate  by_name WORK#<shard>
                                                         by_time CLIENT-CERTIFICATE#<shard>, by ends
CP#<charge point>     CSR#<digest>   CertificateSigningRequest  by_name WORK#<shard>
CP#<charge point>     JOB#<command id>             Job              by_name WORK#<shard>
CP#<charge point>     FILE#<command id>#<name>     Upload
CP#<charge point>     COUNTERS                     Counters
CP#<charge point>     NUMBER#<counter>#<number>    ChosenNumber
CP#<charge point>     DEVIATION#<action>#<digest>  DeviationCount   by_name DEVIATION#<shard>
CP#<charge point>     DEVIATIONS                   DeviationKinds
CP#<charge point>     AUTOMATISM#<name>            Automatism
CP#<charge point>     QUEUED#<command id>          QueuedCommand
CP#<charge point>     QUEUE                        WaitingCommands
CP#<charge point>     SENT#<command id>            SentRequest
CP#<charge point>     PROBLEM#<what>               Problem          by_name PROBLEM#<shard>
CP#<charge point>     PROBLEM#<what>#<transaction number>, the same
CP#<charge point>     RECENT#<what>                Recent
CP-NAME#<folded id>   CP-NAME                      ChargePointName
TAG#<ID TAG>          TAG                          IdTag            by_name TAG#<shard>
TAG#<ID TAG>          OPEN#<charge point>#<number> OpenTransaction
SEEDED#<resource>     SEEDED                       Seeded
INBOX#<shard>         SLOT#<number>                Stranger
INBOX                 SLOT#<number>                the same, of old
THROTTLE#<place>      THROTTLE                     Failures
TEMPLATE#<name>       TEMPLATE                     ConfigurationTemplate  by_name TEMPLATE#<shard>
ROOT#<SHA-256>        ROOT                         RootCertificate  by_name ROOT#<shard>
IMAGE#<id>            IMAGE                        FirmwareImage    by_name IMAGE#<shard>
IMAGE#<id>            USE#<partition>#<sort key>   ImageUse
PLACE#<command id>    PLACE                        UploadPlace
MODEL#<vendor>        <model>                      PendingTemplate
REVOKED#<SHA-256>     REVOKED                      RevokedCertificate
AUTHORITY#<SHA-256>   AUTHORITY                    AuthorityEnd     by_name WORK#<shard>
SERVER-CERTIFICATE#<where it is>   SERVER-CERTIFICATE   ServerCertificate
CAMPAIGN#<id>         CAMPAIGN                     Campaign       by_time CAMPAIGN#<yyyy-mm>#<shard>
                                                                   by_name WORK#<shard>
CAMPAIGN#<id>         FIRMWARE                     CampaignFirmware
CAMPAIGN#<id>         TARGET#<place, six digits>   CampaignTarget
CAMPAIGN#<id>         OPEN#<place, six digits>     OpenTarget
CAMPAIGN#<id>         PASSED#<place, six digits>   PassedOver

HISTORY: what piles up.

pk                    sk                                       item
METER#<cp>#<yyyy-mm>  <first sample>#<connector>#<digest>#<n>  MeterReading
METER#<cp>#<yyyy-mm>  <five minutes>#<connector>#<transaction>  SharedReadings
CP#<charge point>     <action>#<time>#<digest>                 Report
CP#<charge point>     EVENT#<minute>#<kind of ours>#<slot>     OwnSecurityEvent
CP#<charge point>     <kind of ours>#<minute>#<slot>           the same, of old
NOBODY                EVENT#<minute>#<kind of ours>#<slot>     the same, of nobody known
CP#<charge point>     REFUSED#<action>#<digest>                RefusedCall
CP#<charge point>     RECEIVED#<digest>                        Receipt
LOG#<cp>#<yyyy-mm-dd> <time>#<message id>                      LoggedFrame
CALL#<charge point>   <command id, which begins with its time>  CommandRecord
IDEMPOTENCY#<caller>  <key>                                    PostedTwice
IDEMPOTENCY-CAMPAIGN#<caller>  <key>                           CampaignPosted
AUDIT#<resource>      <time>#<request id>                      AuditEntry

Logged frames that tell of a change are by_time CHANGED#<shard>.
Security events, ours too, are by_time SecurityEventNotification#<yyyy-mm>#<shard>, and audit
entries AUDIT#<yyyy-mm>#<shard>.

A list over the whole fleet is a query on `by_time` or `by_name`, one a shard. The indexes hold
keys alone, so that no heartbeat or sample ever touches them, and a status by its log entry alone.
"""

from datetime import datetime
from zlib import crc32

SHARDS = 4  # of each list over the whole fleet: 4,000 writes a second into one month


def by_time(kind: str, owner: str, at: datetime) -> tuple[str, str]:
    """The keys that put an item on the list of its kind and month."""
    return f"{kind}#{at:%Y-%m}#{_shard(owner)}", f"{when(at)}#{owner}"


def by_end(kind: str, owner: str, at: datetime) -> tuple[str, str]:
    """The keys, of `by_time`, that put an item on the list of its kind by when it ends."""
    return f"{kind}#{_shard(owner)}", f"{when(at)}#{owner}"


def by_name(kind: str, name: str) -> tuple[str, str]:
    """The keys that put an item on the list of its kind."""
    return f"{kind}#{_shard(name)}", name


def by_receipt(kind: str, charge_point_id: str, at: datetime) -> tuple[str, str]:
    """The keys, of `by_name`, that put an item on its charge point's own list of its kind."""
    return f"{kind}#{charge_point_id}", f"{when(at)}#"


def _shard(name: str) -> int:
    return crc32(name.encode()) % SHARDS


def when(value: datetime) -> str:
    """A time as it sorts inside a key."""
    return value.isoformat(timespec="milliseconds")
