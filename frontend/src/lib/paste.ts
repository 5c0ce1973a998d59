// Cuts a paste into the pieces that are shown as chips, by the server's own rules; what they mean it alone says.

const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/g;
const NAMED = /(?:"(?<quoted>[^"\n]{0,200})"|(?<name>[^<>,;\t\n"@]{0,120}))\s{0,10}<(?<inside>[^<>\n]{0,400})>/y;
const BARE = /[^\s,;<>]+/y;
const SKIP = /[\s,;<>]+/y;
const ONLY_EDGES = /^[ .,;:'"()[\]{}<>|]*$/;

/** The pieces of a paste in their order: `a@x.org`, `Ann Lee <a@x.org>`, or a word that is no address. */
export function cutPaste(text: string): string[] {
  const clean = text.replace(INVISIBLE, "").replace(/[\u00A0\u202F]/g, " ");
  const pieces: string[] = [];
  let position = 0;
  while (position < clean.length) {
    position += matchAt(SKIP, clean, position)?.[0].length ?? 0;
    const match = matchAt(NAMED, clean, position) ?? matchAt(BARE, clean, position);
    if (match === null) break;
    position += match[0].length;
    const piece = match.groups ? named(match.groups) : match[0];
    if (!ONLY_EDGES.test(piece)) pieces.push(piece);
  }
  return pieces;
}

/** Whether what has been typed so far is a whole piece, so that a space ends it. */
export function isWhole(text: string): boolean {
  const piece = text.trim();
  return piece.endsWith(">") || (piece.includes("@") && !/[<"]/.test(piece));
}

/** The same for a piece and for what the server calls it: names lose their quotes there. */
export function pieceKey(piece: string): string {
  return piece.replaceAll('"', "");
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

/** Quotes stay around a name that needs them, so that the piece means the same when it is sent. */
function named({ quoted, name, inside = "" }: Record<string, string | undefined>): string {
  const who = (quoted ?? name ?? "").trim();
  if (who === "") return inside.trim();
  return `${/[<>,;\t@]/.test(who) ? `"${who}"` : who} <${inside.trim()}>`;
}
