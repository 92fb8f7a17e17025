import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface Given {
  title: string;
  close: () => void;
  children: ComponentChildren;
}

/** In front of all else; Escape closes it, and the focus goes back where it was. */
export function Dialog({ title, close, children }: Given) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    element.current?.showModal();
    element.current?.querySelector<HTMLElement>("input:not([type=radio], [type=checkbox]), select, textarea")?.focus();
  }, []);
  return (
    <dialog ref={element} onClose={close} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button type="button" class="quiet" onClick={close} aria-label="Close">
          ✕
        </button>
      </header>
      {children}
    </dialog>
  );
}

interface Asking {
  title: string;
  told: string;
  does: string;
  doIt: () => void;
  close: () => void;
  /** What has to be typed first, where nothing brings it back. */
  typed?: string;
}

export function Confirm({ title, told, does, doIt, close, typed }: Asking) {
  const [text, type] = useState("");
  return (
    <Dialog title={title} close={close}>
      <p>{told}</p>
      {typed !== undefined && (
        <label>
          <span>
            Type <code>{typed}</code> to confirm
          </span>
          <input value={text} autocomplete="off" onInput={(event) => type(event.currentTarget.value)} />
        </label>
      )}
      <footer>
        <button type="button" onClick={close}>Leave it</button>
        <button
          type="button"
          class="danger"
          disabled={typed !== undefined && text !== typed}
          onClick={() => {
            doIt();
            close();
          }}
        >
          {does}
        </button>
      </footer>
    </Dialog>
  );
}
