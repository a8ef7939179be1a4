import type { ObjectRef } from '../api/shapes';
import { Panel } from '../frame/panel';
import type { Attachment } from './attachment';
import type { Ruling } from './groups';
import { Picture } from './picture';
import { pictureOf } from './picture-model';

interface PicturePanelProps {
  policy: ObjectRef;
  attachments: readonly Attachment[];
  rulings: readonly Ruling[];
}

export function PicturePanel({ policy, attachments, rulings }: PicturePanelProps) {
  return (
    <Panel id="picture" title="From the policy to the traffic">
      <Picture model={pictureOf(policy, attachments, rulings)} />
    </Panel>
  );
}
