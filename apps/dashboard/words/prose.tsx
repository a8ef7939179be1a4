/** A sentence of the engine: what stands between backticks is code. Everything else stays the text that it is. */
export function Prose({ text }: { text: string }) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
