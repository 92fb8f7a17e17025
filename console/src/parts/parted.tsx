import type { ComponentType } from "preact";
import { Link } from "./link.tsx";

export interface PartOfView {
  step: string;
  name: string;
  Part: ComponentType;
}

/** A view in parts; the first has no step of its own. */
export function Parted({ view, title, parts, step }: { view: string; title: string; parts: PartOfView[]; step: string }) {
  const part = parts.find((each) => each.step === step) ?? parts[0];
  if (!part) return null;
  return (
    <>
      <div class="title">
        <h1>{title}</h1>
      </div>
      <nav class="parts" aria-label={`Parts of ${title.toLowerCase()}`}>
        {parts.map((each) => (
          <Link key={each.step} to={each.step ? [view, each.step] : [view]} current={each === part}>
            {each.name}
          </Link>
        ))}
      </nav>
      <part.Part />
    </>
  );
}
