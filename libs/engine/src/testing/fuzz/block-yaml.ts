/** YAML in block style, with every text quoted and every value spelled as JSON does. */
export function toBlockYaml(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return ` ${JSON.stringify(value)}\n`;
  const entries = Array.isArray(value)
    ? value.map((item: unknown) => `${indent}-${toBlockYaml(item, `${indent}  `)}`)
    : Object.entries(value).map(
        ([key, child]) => `${indent}${JSON.stringify(key)}:${toBlockYaml(child, `${indent}  `)}`,
      );
  if (entries.length === 0) return Array.isArray(value) ? ' []\n' : ' {}\n';
  return `\n${entries.join('')}`;
}
