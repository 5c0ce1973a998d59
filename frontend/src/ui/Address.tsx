// An e-mail address that breaks, where it must, before its @ rather than within a word.

/** Any other text is shown as it is. */
export function Address({ text }: { text: string }) {
  const at = text.lastIndexOf("@");
  if (at < 1) return <bdi>{text}</bdi>;
  return (
    <bdi>
      {text.slice(0, at)}
      <wbr />
      {text.slice(at)}
    </bdi>
  );
}
