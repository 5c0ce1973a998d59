// Makes passwords that can be read aloud and typed from paper.

const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const EACH = 4;

/** Four groups of four, of 31 signs none of which looks like another: 79 bits. */
export function readablePassword(): string {
  const signs = Array.from({ length: GROUPS * EACH }, oneOf);
  return Array.from({ length: GROUPS }, (_, group) => signs.slice(group * EACH, (group + 1) * EACH).join("")).join("-");
}

/** Numbers beyond the last whole round of letters are thrown away, so that each letter is as likely. */
function oneOf(): string {
  const rounds = 256 - (256 % LETTERS.length);
  for (;;) {
    const [number] = crypto.getRandomValues(new Uint8Array(1)) as unknown as [number];
    if (number < rounds) return LETTERS.charAt(number % LETTERS.length);
  }
}
