// A file out of what the page has, for the person to keep.
export function download(name: string, type: string, text: string | string[]): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text].flat(), { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
