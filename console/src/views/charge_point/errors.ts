// What the codes of a CALLERROR mean (OCPP-J §4.2.3), and what to do about each.
export interface Meaning {
  told: string;
  todo: string;
}

const MANUAL = "See which feature profiles it has, in its configuration under SupportedFeatureProfiles.";
const REPORT = "Export the messages, and show them to the manufacturer.";

const MEANINGS: Record<string, Meaning> = {
  NotImplemented: { told: "The receiver does not know this action.", todo: MANUAL },
  NotSupported: { told: "The receiver knows this action, and does not support it.", todo: MANUAL },
  InternalError: { told: "The receiver failed at it.", todo: "Try it again; if it stays so, look at the log of whoever failed." },
  ProtocolError: { told: "The payload is incomplete.", todo: REPORT },
  SecurityError: {
    told: "It was refused for security reasons.",
    todo: "See under Security whether its password, security profile or registration has been changed; it has to connect anew.",
  },
  FormationViolation: { told: "The payload is not formed as the action wants it.", todo: REPORT },
  PropertyConstraintViolation: { told: "A value is outside of what is allowed.", todo: REPORT },
  OccurenceConstraintViolation: { told: "A field is missing, or is there too often.", todo: REPORT },
  TypeConstraintViolation: { told: "A value is of the wrong type.", todo: REPORT },
  GenericError: { told: "Something else went wrong; the description may say what.", todo: REPORT },
};

export function meaningOf(code: string): Meaning {
  // OCPP 1.6 spells it with one r, many charge points with two
  const known = MEANINGS[code.replace("Occurrence", "Occurence")];
  return known ?? { told: `${code}: a code that OCPP does not have.`, todo: REPORT };
}
