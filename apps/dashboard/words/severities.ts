import type { Severity } from '../api/generated/graphql';

/** The letter and the text stand beside the colour: no severity is told by colour alone. */
export const SEVERITY_WORDS: Record<Severity, { label: string; plural: string; letter: string }> = {
  ERROR: { label: 'Error', plural: 'errors', letter: 'E' },
  WARNING: { label: 'Warning', plural: 'warnings', letter: 'W' },
  INFO: { label: 'Info', plural: 'infos', letter: 'I' },
};

export const SEVERITIES = Object.keys(SEVERITY_WORDS) as Severity[];
