// Tells a browser and a system from what a device calls itself (RFC 9110, User-Agent).
const BROWSERS = [
  ["Edg", "Edge"],
  ["OPR", "Opera"],
  ["SamsungBrowser", "Samsung Internet"],
  ["Firefox", "Firefox"],
  ["FxiOS", "Firefox"],
  ["CriOS", "Chrome"],
  ["Chrome", "Chrome"],
  ["Safari", "Safari"],
] as const;
const SYSTEMS = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Windows", "Windows"],
  ["CrOS", "ChromeOS"],
  ["Macintosh", "macOS"],
  ["Linux", "Linux"],
] as const;

/** A short name, such as `Firefox, Windows`; what is no browser is named as it names itself. */
export function deviceName(agent: string): string {
  const known = (list: readonly (readonly [string, string])[]) => list.find(([word]) => agent.includes(word))?.[1];
  if (!agent.startsWith("Mozilla/")) return agent.slice(0, 60);
  return [known(BROWSERS), known(SYSTEMS)].filter(Boolean).join(", ");
}
