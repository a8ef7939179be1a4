import { EFFECTS, type Effect, ENFORCER_TYPES, type EnforcerType } from '@waymark/engine';
import type { EffectCount, EnforcerCount } from './shared.types.js';

/** Counts by effect as a list, in the order of the enum; only effects that occur. */
export const effectCountsOf = (counts: Readonly<Partial<Record<Effect, number>>>): EffectCount[] =>
  EFFECTS.flatMap((effect) => (counts[effect] ? [{ effect, count: counts[effect] }] : []));

export const enforcerCountsOf = (counts: Readonly<Partial<Record<EnforcerType, number>>>): EnforcerCount[] =>
  ENFORCER_TYPES.flatMap((type) => (counts[type] ? [{ type, count: counts[type] }] : []));
