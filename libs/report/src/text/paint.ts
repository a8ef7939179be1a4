import { styleText } from 'node:util';
import type { Severity } from '@waymark/engine';

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  severity(severity: Severity, text: string): string;
  good(text: string): string;
}

const SEVERITY_COLOURS = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

/** Colours for a terminal, or text as it is. */
export function paintFor(colour: boolean): Paint {
  type Style = Parameters<typeof styleText>[0];
  const style = (format: Style) => (text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: style('bold'),
    dim: style('dim'),
    good: style('green'),
    severity: (severity, text) => style(['bold', SEVERITY_COLOURS[severity]])(text),
  };
}
