import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircleCheck,
  IconClockX,
  IconHelpCircle,
  IconInfoCircle,
} from '@tabler/icons-react';
import type { Effect, EnforcerType, Freshness, RuleEffectKind, Severity } from '../api/generated/graphql';
import type { Enforcer } from '../api/shapes';
import { EFFECT_WORDS } from './effects';
import { ENFORCER_WORDS, enforcerName } from './enforcers';
import { Explained } from './explained';
import { FRESHNESS_WORDS } from './freshness';
import { RULE_EFFECT_WORDS } from './rule-effects';
import { SEVERITY_WORDS } from './severities';
import classes from './tags.module.css';

const SEVERITY_ICONS = { ERROR: IconAlertOctagon, WARNING: IconAlertTriangle, INFO: IconInfoCircle };
const FRESHNESS_ICONS = { FRESH: IconCircleCheck, STALE: IconClockX, SILENT: IconHelpCircle };

export function EffectTag({ effect, href }: { effect: Effect; href?: string }) {
  const { label, explanation, family } = EFFECT_WORDS[effect];
  return (
    <Explained tip={explanation} href={href} className={classes.effect} tone={family}>
      <span className={classes.dot} aria-hidden />
      {label}
    </Explained>
  );
}

export function RuleEffectTag({ effect }: { effect: RuleEffectKind }) {
  const { label, explanation, family } = RULE_EFFECT_WORDS[effect];
  return (
    <Explained tip={explanation} className={classes.effect} tone={family}>
      <span className={classes.dot} aria-hidden />
      {label}
    </Explained>
  );
}

export function EnforcerTag({ enforcer, href }: { enforcer: Enforcer; href?: string }) {
  return (
    <Explained
      tip={ENFORCER_WORDS[enforcer.type].explanation}
      href={href}
      className={classes.enforcer}
      tone={enforcer.type}
    >
      {enforcerName(enforcer)}
    </Explained>
  );
}

export function EnforcerTypeTag({ type, href }: { type: EnforcerType; href?: string }) {
  return <EnforcerTag enforcer={{ type, namespace: '', name: '' }} href={href} />;
}

export function SeverityTag({ severity }: { severity: Severity }) {
  const Icon = SEVERITY_ICONS[severity];
  return (
    <span className={classes.severity} data-severity={severity}>
      <Icon size={14} stroke={2} aria-hidden />
      {SEVERITY_WORDS[severity].label}
    </span>
  );
}

export function FreshnessTag({ freshness }: { freshness: Freshness }) {
  const Icon = FRESHNESS_ICONS[freshness];
  const { label, explanation } = FRESHNESS_WORDS[freshness];
  return (
    <Explained tip={explanation} className={classes.freshness} tone={freshness}>
      <Icon size={14} stroke={2} aria-hidden />
      {label}
    </Explained>
  );
}
