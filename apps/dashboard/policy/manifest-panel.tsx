import type { ObjectRef } from '../api/shapes';
import { Panel } from '../frame/panel';
import { sameObject } from '../words/object-name';
import type { Ruling } from './groups';
import classes from './manifest-panel.module.css';
import { linesOf } from './manifest-text';

interface ManifestPanelProps {
  policy: ObjectRef;
  manifest: { yaml: string; file: string; line: number };
  rulings: readonly Ruling[];
}

/** The manifest with the lines that the chains of reasons name marked. */
export function ManifestPanel({ policy, manifest: { yaml, file, line }, rulings }: ManifestPanelProps) {
  const reasonsByLine = reasonsAtLines(policy, yaml, rulings);
  return (
    <Panel id="manifest" title="The manifest" note={<span className="mono">{`${file}:${line}`}</span>} flush>
      <div className={classes.scroll} role="region" aria-label="Manifest" tabIndex={0}>
        <pre className={classes.text}>
          {yaml
            .trimEnd()
            .split('\n')
            .map((text, index) => {
              const reasons = reasonsByLine.get(index + 1);
              return (
                <code
                  key={index}
                  className={classes.line}
                  data-marked={reasons ? true : undefined}
                  title={reasons?.join('\n')}
                >
                  <span className={classes.number} aria-hidden>
                    {index + 1}
                  </span>
                  {reasons ? <mark>{text}</mark> : text}
                  {'\n'}
                </code>
              );
            })}
        </pre>
      </div>
      {reasonsByLine.size > 0 && <p className={classes.note}>Marked: the lines that the reasons name.</p>}
    </Panel>
  );
}

function reasonsAtLines(policy: ObjectRef, yaml: string, rulings: readonly Ruling[]): Map<number, string[]> {
  const reasonsByLine = new Map<number, string[]>();
  const own = rulings
    .flatMap(({ evidence }) => evidence)
    .filter(({ object, field }) => field !== '' && sameObject(object, policy));
  for (const { fact, field } of own) {
    const range = linesOf(yaml, field);
    for (let line = range?.from ?? 1; line <= (range?.to ?? 0); line++) {
      const reasons = reasonsByLine.get(line) ?? [];
      if (!reasons.includes(fact)) reasonsByLine.set(line, [...reasons, fact]);
    }
  }
  return reasonsByLine;
}
