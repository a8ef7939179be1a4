import { EFFECTS, EFFECT_WORDS } from './effects';
import { ENFORCERS, ENFORCER_WORDS } from './enforcers';
import classes from './legend.module.css';
import { EffectTag, EnforcerTypeTag } from './tags';

/** What the words of the lists mean, for those who do not hover. */
export function Legend() {
  return (
    <details className={classes.legend}>
      <summary>What these words mean</summary>
      <div className={classes.columns}>
        <section aria-labelledby="legend-effects">
          <h2 id="legend-effects">Effects: this policy …</h2>
          <dl>
            {EFFECTS.map((effect) => (
              <div key={effect}>
                <dt>
                  <EffectTag effect={effect} />
                </dt>
                <dd>{EFFECT_WORDS[effect].explanation}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section aria-labelledby="legend-enforcers">
          <h2 id="legend-enforcers">Enforcers: evaluated by …</h2>
          <dl>
            {ENFORCERS.map((type) => (
              <div key={type}>
                <dt>
                  <EnforcerTypeTag type={type} />
                </dt>
                <dd>{ENFORCER_WORDS[type].explanation}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </details>
  );
}
