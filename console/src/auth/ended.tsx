// A sign-in that ends while somebody is typing.
function inFront(element: HTMLElement | null): void {
  if (element?.matches(":popover-open") === false) element.showPopover();
}

/** Above what is being typed, which would be lost if the page were left without a word. */
export function Ended({ again }: { again: () => void }) {
  return (
    <div class="stale ended" role="alert" popover="manual" ref={inFront}>
      Your sign-in has ended. What you have typed is lost when you sign in again: copy it first.{" "}
      <button class="small" onClick={again}>
        Sign in again
      </button>
    </div>
  );
}

export function somethingTyped(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    "main form input, main textarea, dialog input, dialog textarea",
  );
  return [...fields].some((it) => it.type !== "search" && it.value !== "" && it.type !== "checkbox");
}
