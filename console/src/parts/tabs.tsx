import { Link } from "./link.tsx";

/** The parts of a view; the first has no step of its own. */
export function Tabs({ view, label, tabs, current }: { view: string; label: string; tabs: [string, string][]; current: string }) {
  return (
    <nav class="parts" aria-label={label}>
      {tabs.map(([step, name]) => (
        <Link key={step} to={step ? [view, step] : [view]} current={step === current}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
