import { Panel } from '../frame/panel';
import { Empty } from '../state/empty';
import { Evidence } from '../words/evidence';
import { PATH_CLASS_WORDS } from '../words/path-classes';
import { EffectTag, EnforcerTag } from '../words/tags';
import type { Ruling } from './groups';
import classes from './reasons-panel.module.css';

/** Why the policy is or is not enforced: one chain of reasons for each enforcer and effect. */
export function ReasonsPanel({ rulings }: { rulings: readonly Ruling[] }) {
  return (
    <Panel id="reasons" title="Why" flush>
      {rulings.length === 0 ? (
        <Empty title="No verdict">The analysis of these clusters is not done, or does not cover this kind yet.</Empty>
      ) : (
        <ul className={classes.rulings}>
          {rulings.map((ruling, index) => (
            <li key={index} className={classes.ruling}>
              <h3 className={classes.head}>
                <EffectTag effect={ruling.effect} />
                <EnforcerTag enforcer={ruling.enforcer} />
              </h3>
              {ruling.pathClasses.length > 0 && (
                <p className={classes.ways}>
                  For traffic {ruling.pathClasses.map((pathClass) => PATH_CLASS_WORDS[pathClass].label).join(', ')}
                </p>
              )}
              <Evidence facts={ruling.evidence} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
