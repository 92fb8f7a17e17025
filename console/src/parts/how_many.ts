// How many there are of something, in words.
interface Count {
  number: number;
  /** There may be more than were counted. */
  atLeast?: boolean | null;
}

/** 1 transaction, 2 transactions, 500+ transactions. */
export function howMany(count: number | Count, one: string, many = `${one}s`): string {
  const { number, atLeast } = typeof count === "number" ? { number: count, atLeast: false } : count;
  if (atLeast) return `${number}+ ${many}`;
  return `${number} ${number === 1 ? one : many}`;
}
