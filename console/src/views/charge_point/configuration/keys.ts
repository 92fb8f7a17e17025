// What the standard keys mean (OCPP 1.6 §9, and the Security Whitepaper).
export type Kind = "flag" | "number" | "list" | "measurands" | "text";

export interface Meaning {
  group: string;
  kind: Kind;
  told: string;
  unit?: string;
}

export const GROUPS = ["Core", "Local list", "Reservation", "Smart charging", "Firmware", "Security", "Of the manufacturer"];
export const OWN = "Of the manufacturer";
/** It is set, and told to nobody. */
export const SECRET = "AuthorizationKey";

type Line = [name: string, kind: Kind, told: string, unit?: string];

const CORE: Line[] = [
  ["AllowOfflineTxForUnknownId", "flag", "Offline, whoever is on no list may charge all the same."],
  ["AuthorizationCacheEnabled", "flag", "It remembers id tags that were accepted, and lets them charge by that."],
  ["AuthorizeRemoteTxRequests", "flag", "Before a remote start it asks whether the id tag may charge."],
  ["BlinkRepeat", "number", "How often its lights blink as a signal.", "times"],
  ["ClockAlignedDataInterval", "number", "Meter values at even times of the day, this far apart; 0 sends none.", "s"],
  ["ConnectionTimeOut", "number", "How long it waits for the cable after an id tag, or the other way round, before it gives up.", "s"],
  ["ConnectorPhaseRotation", "list", "How each connector is wired to the phases of the grid, such as 1.RST."],
  ["ConnectorPhaseRotationMaxLength", "number", "How many connectors ConnectorPhaseRotation may name.", "entries"],
  ["GetConfigurationMaxKeys", "number", "How many keys one question may ask for.", "keys"],
  ["HeartbeatInterval", "number", "How often it says that it is there when it has nothing else to say.", "s"],
  ["LightIntensity", "number", "How bright its lights are.", "%"],
  ["LocalAuthorizeOffline", "flag", "Offline it lets id tags charge that its list or cache knows."],
  ["LocalPreAuthorize", "flag", "Online, too, it lets known id tags begin before the CSMS has answered."],
  ["MaxEnergyOnInvalidId", "number", "What a car still gets after its id tag has become invalid.", "Wh"],
  ["MessageTimeout", "number", "How long it waits for an answer of the CSMS.", "s"],
  ["MeterValuesAlignedData", "measurands", "What it measures at even times of the day."],
  ["MeterValuesAlignedDataMaxLength", "number", "How many measurands MeterValuesAlignedData may name.", "entries"],
  ["MeterValuesSampledData", "measurands", "What it measures while a car charges: the curves show power, energy and state of charge."],
  ["MeterValuesSampledDataMaxLength", "number", "How many measurands MeterValuesSampledData may name.", "entries"],
  ["MeterValueSampleInterval", "number", "How often it measures while a car charges; 0 sends none.", "s"],
  ["MinimumStatusDuration", "number", "A state that is over sooner is not told.", "s"],
  ["NumberOfConnectors", "number", "How many connectors it has.", "connectors"],
  ["ResetRetries", "number", "How often it tries again to restart.", "times"],
  ["StopTransactionOnEVSideDisconnect", "flag", "Unplugging the car ends the transaction; else it only pauses."],
  ["StopTransactionOnInvalidId", "flag", "A transaction ends when its id tag turns out to be invalid."],
  ["StopTransactionMaxMeterValues", "number", "How many meter values it sends with the end of a transaction.", "entries"],
  ["StopTxnAlignedData", "measurands", "What was measured at even times, sent with the end of a transaction."],
  ["StopTxnAlignedDataMaxLength", "number", "How many measurands StopTxnAlignedData may name.", "entries"],
  ["StopTxnSampledData", "measurands", "What was measured while charging, sent with the end of a transaction; too much makes that message too long."],
  ["StopTxnSampledDataMaxLength", "number", "How many measurands StopTxnSampledData may name.", "entries"],
  ["SupportedFeatureProfiles", "list", "Which parts of OCPP it has."],
  ["SupportedFeatureProfilesMaxLength", "number", "How many parts SupportedFeatureProfiles may name.", "entries"],
  ["TransactionMessageAttempts", "number", "How often it sends a message of a transaction that the CSMS fails at.", "times"],
  ["TransactionMessageRetryInterval", "number", "How long it waits before it sends it again; longer with each try.", "s"],
  ["UnlockConnectorOnEVSideDisconnect", "flag", "Unplugging the car also unlocks the cable at the charge point."],
  ["WebSocketPingInterval", "number", "How often it checks the connection; 0 never.", "s"],
];
const REST: [string, Line[]][] = [
  ["Core", CORE],
  [
    "Local list",
    [
      ["LocalAuthListEnabled", "flag", "It lets id tags charge by its local list."],
      ["LocalAuthListMaxLength", "number", "How many id tags its local list can hold.", "id tags"],
      ["SendLocalListMaxLength", "number", "How many id tags one message may bring.", "id tags"],
    ],
  ],
  ["Reservation", [["ReserveConnectorZeroSupported", "flag", "It takes reservations for any of its connectors."]]],
  [
    "Smart charging",
    [
      ["ChargeProfileMaxStackLevel", "number", "The highest stack level of a charging profile."],
      ["ChargingScheduleAllowedChargingRateUnit", "list", "In which unit limits may be: Current is A, Power is W."],
      ["ChargingScheduleMaxPeriods", "number", "How many periods a schedule may have.", "periods"],
      ["ConnectorSwitch3to1PhaseSupported", "flag", "It can switch from three phases to one while it charges."],
      ["MaxChargingProfilesInstalled", "number", "How many charging profiles it keeps.", "profiles"],
    ],
  ],
  ["Firmware", [["SupportedFileTransferProtocols", "list", "How it can fetch firmware and bring logs."]]],
  [
    "Security",
    [
      [SECRET, "text", "The password that it connects with. It is never shown."],
      ["SecurityProfile", "number", "How it connects: 0 openly, 1 with a password, 2 with TLS as well, 3 with a certificate. It only rises; csms charge-points raise does it step by step."],
      ["CpoName", "text", "Who runs it, as its certificate names it."],
      ["AdditionalRootCertificateCheck", "flag", "A new root certificate has to be signed by the old one."],
      ["CertificateSignedMaxChainSize", "number", "How long a certificate with its issuers may be.", "characters"],
      ["CertificateStoreMaxLength", "number", "How many root certificates it can hold.", "certificates"],
    ],
  ],
];

const MEANINGS = new Map<string, Meaning & { name: string }>(
  REST.flatMap(([group, lines]) =>
    lines.map(([name, kind, told, unit]) => [name.toLowerCase(), { name, group, kind, told, ...(unit ? { unit } : {}) }]),
  ),
);

/** Keys are the same whatever their case. */
export function meaningOf(key: string): Meaning | undefined {
  return MEANINGS.get(key.toLowerCase());
}

export function isSecret(key: string): boolean {
  return key.toLowerCase() === SECRET.toLowerCase();
}

export const KNOWN_KEYS = [...MEANINGS.values()].map((each) => each.name);
