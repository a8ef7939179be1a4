import type { EffectCount, EnforcerCount } from '../api/shapes';
import { EFFECT_WORDS, FAMILIES, FAMILY_LABELS, type Family } from '../words/effects';
import { ENFORCERS, ENFORCER_WORDS } from '../words/enforcers';

/** One stretch of a mix bar. */
export interface Part {
  readonly key: string;
  readonly label: string;
  readonly count: number;
}

/** Verdicts by family, most harmful first; families without a verdict are left out. */
export function partsByFamily(counts: readonly EffectCount[]): (Part & { key: Family })[] {
  const totals = new Map<Family, number>();
  for (const { effect, count } of counts) {
    const { family } = EFFECT_WORDS[effect];
    totals.set(family, (totals.get(family) ?? 0) + count);
  }
  return FAMILIES.map((key) => ({ key, label: FAMILY_LABELS[key], count: totals.get(key) ?? 0 })).filter(hasSome);
}

export function partsByEnforcer(counts: readonly EnforcerCount[]): Part[] {
  const countByType = new Map(counts.map(({ type, count }) => [type, count]));
  return ENFORCERS.map((key) => ({ key, label: ENFORCER_WORDS[key].label, count: countByType.get(key) ?? 0 })).filter(
    hasSome,
  );
}

export interface Stretch {
  readonly part: Part;
  readonly x: number;
  readonly width: number;
}

/**
 * Lays parts side by side so that they fill `total` exactly. A small part keeps `least`, so that one failing verdict
 * among thousands is seen; the others give it up in proportion.
 */
export function stretchesOf(parts: readonly Part[], total: number, least: number): Stretch[] {
  const sum = parts.reduce((before, { count }) => before + count, 0);
  const floor = Math.min(least, total / parts.length);
  const isSmall = ({ count }: Part) => (count / sum) * total < floor;
  const small = parts.filter(isSmall);
  const rest = parts.filter((part) => !isSmall(part)).reduce((before, { count }) => before + count, 0);
  const room = total - small.length * floor;
  let x = 0;
  return parts.map((part) => {
    const width = isSmall(part) ? floor : (part.count / rest) * room;
    x += width;
    return { part, x: x - width, width };
  });
}

const hasSome = ({ count }: Part) => count > 0;
