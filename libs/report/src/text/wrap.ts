/**
 * Breaks text at spaces so that no line is longer than `columns`; a word that is longer than a line is cut.
 * `indent` stands before every line, `first` in its stead before the first one. Colours are added afterwards.
 */
export function wrap(text: string, columns: number, indent: string, first = indent): string[] {
  const lines: string[] = [];
  let line = '';
  const room = () => Math.max(columns - (lines.length === 0 ? first : indent).length, 20);
  const flush = () => {
    lines.push((lines.length === 0 ? first : indent) + line);
    line = '';
  };
  for (let word of text.split(/ +/)) {
    if (line !== '' && line.length + 1 + word.length > room()) flush();
    while (word.length > room()) {
      line = word.slice(0, room());
      word = word.slice(line.length);
      flush();
    }
    line += line === '' ? word : ` ${word}`;
  }
  if (line !== '' || lines.length === 0) flush();
  return lines;
}
