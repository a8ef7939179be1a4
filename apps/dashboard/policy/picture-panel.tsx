import type { ObjectRef } from '../api/shapes';
import { Panel } from '../frame/panel';
import { Drawing } from '../picture/drawing';
import type { PictureModel } from '../picture/model';
import type { Attachment } from './attachment';
import type { Ruling } from './groups';
import { pictureOf } from './picture-model';

interface PicturePanelProps {
  policy: ObjectRef;
  attachments: readonly Attachment[];
  rulings: readonly Ruling[];
}

export function PicturePanel({ policy, attachments, rulings }: PicturePanelProps) {
  const model = pictureOf(policy, attachments, rulings);
  return (
    <Panel id="picture" title="From the policy to the traffic">
      <Drawing model={model}>
        <PictureList model={model} />
      </Drawing>
    </Panel>
  );
}

/** What the picture shows, in words. */
function PictureList({ model: { nodes, edges } }: { model: PictureModel }) {
  const behind = (id: string) => nodes.filter((node) => edges.some(({ from, to }) => from === id && to === node.id));
  const attachments = nodes.filter(({ column }) => column === 1);
  const enforcers = nodes.filter(({ column }) => column === 2);
  return (
    <>
      <p>
        <span className="dim">Attached to</span>{' '}
        {attachments.map(({ title, subtitle }) => `${title} ${subtitle}`).join('; ')}
      </p>
      <ul>
        {enforcers.map(({ id, title, subtitle }) => (
          <li key={id}>
            <span className="dim">Evaluated by</span> {title}, <span className="dim">where it</span> {subtitle}
            <ul>
              {behind(id).map((target) => (
                <li key={target.id}>
                  {target.subtitle} {target.title}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}
