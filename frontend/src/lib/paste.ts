// Cuts a paste into the pieces that are shown as chips; what they mean is for the server to say.

const INVISIBLE = /[\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u00AD]/g;
const SPACE = /[ \u00A0\u2000-\u200A\u202F\u205F\u3000]/;
const BREAK = /[,;\t\r\n\v\f\u0085\u2028\u2029，；]/;

/** The pieces of a paste in their order, each as it was typed but for spaces around it. */
export function cutPaste(text: string): string[] {
  return cutAtBreaks(text.replace(INVISIBLE, "")).flatMap(cutAtSpaces).filter(Boolean);
}

/** Whether what has been typed so far is a whole piece, so that a space ends it. */
export function isWhole(text: string): boolean {
  const piece = text.trim();
  if (piece.endsWith(">")) return true;
  return piece.includes("@") && !/[<"]/.test(piece);
}

/** Splits at commas, semicolons, tabs and new lines, but not inside quotes or angle brackets. */
function cutAtBreaks(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let closing = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (closing !== "") {
      // A quote that never closes must not swallow the lines after it.
      if (character === closing || character === "\n") closing = "";
      if (character !== "\n") continue;
    }
    if (character === '"' && closesLater(text, at, '"')) closing = '"';
    else if (character === "<" && closesLater(text, at, ">")) closing = ">";
    else if (BREAK.test(character)) {
      pieces.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  pieces.push(text.slice(start).trim());
  return pieces;
}

function closesLater(text: string, at: number, closing: string): boolean {
  const end = text.indexOf(closing, at + 1);
  const line = text.indexOf("\n", at);
  return end !== -1 && (line === -1 || end < line);
}

/** Splits `a@x.org b@x.org` and `Ann <a@x.org> Ben <b@x.org>`, but keeps a name with its address. */
function cutAtSpaces(piece: string): string[] {
  if (piece.includes("<")) return piece.split(/(?<=>)\s*/).map((part) => part.trim());
  const words = piece.split(SPACE);
  const addresses = words.filter((word) => word.includes("@"));
  return addresses.length > 1 || words.length === addresses.length ? words : [piece];
}
