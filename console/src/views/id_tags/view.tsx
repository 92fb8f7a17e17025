// The cards and apps that may charge: all of them, or one.
import { List } from "./list.tsx";
import { OneIdTag } from "./one.tsx";

export function IdTagsView({ steps: [idTag] }: { steps: string[] }) {
  return idTag === undefined ? <List /> : <OneIdTag key={idTag} idTag={idTag} />;
}
