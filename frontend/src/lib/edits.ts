// What somebody has changed in a form over what is known of the thing, which others may change meanwhile.

/** Whether two values of a field say the same; choices are lists. */
function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Of these edits, those that differ from what they are edits of. */
export function differing<Values extends object>(edits: Partial<Values>, of: Partial<Values>): Partial<Values> {
  const fields = Object.entries(edits).filter(([name, value]) => !same(value, of[name as keyof Values]));
  return Object.fromEntries(fields) as Partial<Values>;
}
