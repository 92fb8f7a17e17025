// Files to and from the signed addresses that the API tells: they take no token.
import { ApiProblem } from "./client.ts";

/** A page that came by TLS asks nobody without it; the signature is the same either way. */
function ours(address: string): string {
  const url = new URL(address, location.href);
  if (location.protocol === "https:" && url.protocol === "http:") url.protocol = "https:";
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new ApiProblem(-1, "The page failed", "This is no address of a file.");
  return url.href;
}

export interface Upload {
  done: Promise<void>;
  stop: () => void;
}

/** `told`: from 0 to 1. Rejects with an ApiProblem, status 0 if it broke off. */
export function uploaded(file: File, address: string, told: (share: number) => void): Upload {
  const request = new XMLHttpRequest(); // fetch tells nothing of its progress
  const done = new Promise<void>((resolve, reject) => {
    request.upload.onprogress = (event) => told(event.total ? event.loaded / event.total : 1);
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(new ApiProblem(request.status, "The file was not taken", `The file was not taken: ${request.responseText.trim().slice(0, 200) || request.status}`));
    };
    const broken = () => reject(new ApiProblem(-1, "It broke off", `The upload to ${new URL(address, location.href).host} broke off.`));
    request.onerror = request.onabort = request.ontimeout = broken;
    request.open("PUT", ours(address));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(file);
  });
  return { done, stop: () => request.abort() };
}

/** Has the browser fetch it, beside the page. */
export function downloaded(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = ours(address);
  link.download = name;
  link.rel = "noopener noreferrer";
  link.click();
}
