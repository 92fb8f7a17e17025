// What helps a charge point that has not taken firmware or a key, by the reason that the API gives.
const REMEDIES: [RegExp, string][] = [
  [/DownloadFailed/, "It could not fetch the file. Can it reach the address from its network? Then try it again."],
  [/InstallationFailed|InstallVerificationFailed/, "It did not take the file. Is it for this model? Ask for its diagnostics before you try again."],
  [/InvalidSignature|InvalidCertificate/, "It does not trust who signed. Install the manufacturer's root certificate, or have it signed by the other key."],
  [/was expected/, "It runs another version than was expected. Compare the version with what the file holds."],
  [/no firmware image|not been brought/, "The image is gone or has not come. Upload it, then try again."],
  [/charge point is provisioned|deleted meanwhile/, "It is not in the fleet any more."],
  [/both keys are taken/, "Both keys are taken until it connects with the new one: nothing has to be done unless it stays away."],
  [/in time/, "It may have lost its connection, or wait for somebody who charges. Look at its messages, then try again with more time."],
  [/was answered|^answered/, "Its messages have the answer. Some take signed firmware alone, and a key can be turned off."],
];

export function remedyFor(reason: string | undefined): string | undefined {
  return REMEDIES.find(([pattern]) => pattern.test(reason ?? ""))?.[1];
}
