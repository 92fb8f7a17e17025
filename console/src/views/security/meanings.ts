// What security events mean: those of the CSMS, and those that the Security Whitepaper names.
export interface Meaning {
  told: string;
  helps?: string;
}

const BY_THE_CSMS: Record<string, Meaning> = {
  FailedToAuthenticate: {
    told: "Somebody who says to be this charge point showed a wrong password.",
    helps: "Set the password anew on both sides. If the address is none of yours, somebody is guessing.",
  },
  WrongSecurityProfile: {
    told: "It came at another security profile than the one that is set for it, or than the lowest that is allowed.",
    helps: "Change its security profile here, or its address and keys there.",
  },
  ForeignCertificate: {
    told: "It showed a valid certificate of another charge point or operator: somebody holds a key that it should not have.",
    helps: "Find out where that key came from; revoke the certificate if it is one of yours.",
  },
  RevokedCertificate: {
    told: "It showed a certificate that was revoked.",
    helps: "Issue another one if it is the charge point; look into it if it was stolen.",
  },
  ExpiredCertificate: { told: "Its certificate has ended.", helps: "Issue another one, which an installer brings there." },
  MissingCredentials: { told: "It came with neither a password nor a certificate.", helps: "Set its password, or its certificate." },
  Throttled: { told: "It failed too often of late from this address, and is not listened to for a while." },
  TlsRefused: {
    told: "No TLS came about: by version, cipher suite or certificate.",
    helps: "TLS 1.2 is the least. Check whether it trusts the root of the host's certificate.",
  },
  HandshakeRefused: {
    told: "It was refused for something other than who it is, such as a missing subprotocol.",
    helps: "Set OCPP 1.6-J, which is the subprotocol ocpp1.6.",
  },
  ConnectionClosed: { told: "The platform closed its connection for what it sent." },
};

const BY_CHARGE_POINTS: Record<string, Meaning> = {
  FirmwareUpdated: { told: "Its firmware was updated.", helps: "Look whether somebody ordered that." },
  MemoryExhaustion: { told: "Its memory is full.", helps: "Its logs may be lost: fetch them, then restart it." },
  ResetOrReboot: { told: "It has restarted." },
  SecurityLogWasCleared: { told: "Its security log was cleared.", helps: "Look for who did that: traces may have been removed." },
  SettingSystemTime: { told: "Its clock was set." },
  StartupOfTheDevice: { told: "It has started." },
  TamperDetectionActivated: { told: "Somebody has opened it, or tried to.", helps: "Send somebody to look at it." },
  AttemptedReplayAttacks: { told: "Somebody sends again what was said before." },
  CentralSystemFailedToAuthenticate: {
    told: "It does not take the CSMS for what it says it is.",
    helps: "Give it the root of the host's certificate.",
  },
  FailedToAuthenticateAtCentralSystem: { told: "The CSMS has refused it.", helps: "Compare its password, or its certificate, with what is set here." },
  InvalidCentralSystemCertificate: { told: "It does not take the certificate of the host.", helps: "Check the roots that it has, and its clock." },
  InvalidChargePointCertificate: { told: "It does not take the certificate that it was given.", helps: "Look at its certificate requests." },
  InvalidFirmwareSignature: { told: "A firmware image has a wrong signature.", helps: "Do not use that image before the manufacturer has explained it." },
  InvalidFirmwareSigningCertificate: { told: "It does not take the certificate that firmware was signed with.", helps: "Give it the manufacturer's root." },
  InvalidMessages: { told: "It got messages that it does not understand.", helps: "Look into its messages." },
  InvalidTLSCipherSuite: { told: "A connection wanted a cipher suite that it does not allow." },
  InvalidTLSVersion: { told: "A connection wanted a version of TLS that it does not allow." },
  ReconfigurationOfSecurityParameters: { told: "Its security settings were changed.", helps: "Look in the audit trail whether that came from here." },
};

export const OURS = Object.keys(BY_THE_CSMS);
export const MEANINGS: Record<string, Meaning> = { ...BY_THE_CSMS, ...BY_CHARGE_POINTS };
