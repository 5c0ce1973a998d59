// How a person is called, from whatever is known of them.

export interface Named {
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  username?: string | null;
}

/** First and last name; else the address or the username. */
export function displayName(person: Named): string {
  const full = [person.firstName, person.lastName].filter(Boolean).join(" ");
  return full || person.email || person.username || "";
}

/** One or two letters for the round mark of a person. */
export function initialsOf(person: Named): string {
  const parts = displayName(person).split(/[\s@._-]+/).filter(Boolean);
  const letters = person.firstName || person.lastName ? [parts[0], parts.length > 1 ? parts.at(-1) : ""] : [parts[0]];
  return letters.map((part) => (part ?? "").slice(0, 1).toUpperCase()).join("");
}
