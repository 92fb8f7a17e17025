// What the commands and their fields mean, for whoever has not read OCPP.
export const PURPOSES: Record<string, string> = {
  CancelReservation: "Lets a reserved connector go.",
  ChangeAvailability: "Takes a connector, or the whole charge point, out of use or back into it.",
  ChangeConfiguration: "Sets one configuration key.",
  ClearCache: "Forgets the id tags that the charge point has seen.",
  ClearChargingProfile: "Removes limits of power.",
  DataTransfer: "Sends something of the manufacturer's own.",
  ExtendedTriggerMessage: "Asks for a message, of those of the security extension too.",
  GetCompositeSchedule: "Asks how much power it will give over the coming time.",
  GetConfiguration: "Asks for configuration keys; without any, for all.",
  GetDiagnostics: "Has it upload its diagnostics.",
  GetLog: "Has it upload a log.",
  RemoteStartTransaction: "Starts charging for an id tag.",
  RemoteStopTransaction: "Ends a running transaction.",
  ReserveNow: "Keeps a connector for an id tag.",
  Reset: "Restarts the charge point.",
  SetChargingProfile: "Limits the power, of the charge point or of one transaction.",
  TriggerMessage: "Asks for a message now, such as a status or meter values.",
  UnlockConnector: "Unlocks the cable of a connector; a transaction there ends.",
  UpdateFirmware: "Has it download and install firmware.",
};

/** Those that may hurt somebody who charges: they ask first. */
export const HURTS: Record<string, string> = {
  ChangeAvailability: "Out of use nobody can charge there until it is operative again.",
  ClearCache: "Known cards are asked about anew; offline they may be refused.",
  Reset: "A hard reset ends running transactions at once, a soft one ends them properly; then it restarts.",
  UnlockConnector: "If a car charges there, its transaction ends.",
  UpdateFirmware: "It restarts when the firmware is installed.",
  SignedUpdateFirmware: "It restarts when the firmware is installed.",
  DeleteCertificate: "Without its root certificate it may not connect any more.",
};

export const HELP: Record<string, string> = {
  connectorId: "0 is the charge point as a whole; connectors count from 1.",
  idTag: "Who charges: the number of the card, at most 20 characters.",
  transactionId: "The number of the transaction, as the overview has it.",
  type: "What is to be done: see OCPP 1.6 for the difference.",
  key: "A configuration key, such as HeartbeatInterval.",
  requestedMessage: "Which message it should send now.",
  expiryDate: "Until when the connector is kept.",
  location: "Where it is, as an address that the charge point can reach.",
  retrieveDate: "From when it may be fetched.",
  startPeriod: "Seconds after the start of the schedule.",
  limit: "In the unit of the schedule, A or W.",
  stackLevel: "Of two profiles the one with the higher level counts.",
  duration: "Seconds.",
};
