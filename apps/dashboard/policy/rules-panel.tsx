import { Panel } from '../frame/panel';
import { enforcerName } from '../words/enforcers';
import { EnforcerTag, RuleEffectTag } from '../words/tags';
import type { Ruling } from './groups';
import { rulesAsWritten } from './manifest-text';
import classes from './rules-panel.module.css';

interface RulesPanelProps {
  yaml: string;
  rulings: readonly Ruling[];
  action: string | null;
}

/** Each rule as written, beside what is enforced of it and by whom. */
export function RulesPanel({ yaml, rulings, action }: RulesPanelProps) {
  const rules = rulesAsWritten(yaml);
  if (rules.length === 0 && action === null) return null;
  return (
    <Panel id="rules" title="Rules, as written and as enforced" flush>
      {rules.length === 0 ? (
        <p className={classes.none}>
          No rules: nothing can match.{' '}
          {action === 'ALLOW' && 'An ALLOW that matches nothing denies everything that no other policy allows.'}
        </p>
      ) : (
        <ol className={classes.rules}>
          {rules.map((rule, index) => (
            <li key={index} className={classes.rule}>
              <div>
                <h3 className={classes.head}>Rule {index + 1}</h3>
                <pre className={classes.text} tabIndex={0} aria-label={`Rule ${index + 1} as written`}>
                  <code>{rule}</code>
                </pre>
              </div>
              <div>
                <h3 className={classes.head}>Enforced</h3>
                <Enforced index={index} rulings={rulings} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Enforced({ index, rulings }: { index: number; rulings: readonly Ruling[] }) {
  const entries = rulings.flatMap(({ enforcer, rules }) => {
    const effect = rules.find((rule) => rule.index === index)?.effect;
    return effect ? [{ enforcer, effect }] : [];
  });
  const byWords = new Map(entries.map((entry) => [`${enforcerName(entry.enforcer)} ${entry.effect}`, entry]));
  if (byWords.size === 0) return <p className="dim">No enforcer evaluates rules of this policy.</p>;
  return (
    <ul className={classes.enforced}>
      {[...byWords].map(([key, { enforcer, effect }]) => (
        <li key={key}>
          <EnforcerTag enforcer={enforcer} />
          <RuleEffectTag effect={effect} />
        </li>
      ))}
    </ul>
  );
}
