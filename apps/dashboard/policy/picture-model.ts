import type { ObjectRef } from '../api/shapes';
import type { PictureEdge, PictureModel, PictureNode } from '../picture/model';
import { EFFECT_WORDS } from '../words/effects';
import { enforcerName } from '../words/enforcers';
import { objectName } from '../words/object-name';
import type { Attachment } from './attachment';
import type { Ruling } from './groups';

const COLUMNS = ['Policy', 'Attached to', 'Evaluated by', 'Applies to'] as const;

/** Targets drawn for one enforcer; the rest is one node that counts them. */
const TARGETS_DRAWN = 6;

/** policy → what it is attached to → who evaluates it, with which effect → what it applies to. */
export function pictureOf(
  policy: ObjectRef,
  attachments: readonly Attachment[],
  rulings: readonly Ruling[],
): PictureModel {
  const nodes = new Map<string, PictureNode>();
  const edges = new Map<string, PictureEdge>();
  const addNode = (node: PictureNode) => nodes.set(node.id, node);
  const addEdge = (edge: PictureEdge) => edges.set(`${edge.from}→${edge.to}`, edge);

  addNode({ id: 'policy', column: 0, title: policy.name, subtitle: policy.kind, tone: 'plain' });
  for (const attachment of attachments) {
    addNode({ id: idOf(attachment), column: 1, title: attachment.what, subtitle: attachment.where, tone: 'plain' });
    addEdge({ from: 'policy', to: idOf(attachment), tone: 'plain' });
  }
  for (const { enforcer, effect, targets } of rulings) {
    const { label, family } = EFFECT_WORDS[effect];
    const id = `enforcer ${enforcerName(enforcer)} ${effect}`;
    addNode({ id, column: 2, title: enforcerName(enforcer), subtitle: label, tone: family });
    for (const attachment of attachments) addEdge({ from: idOf(attachment), to: id, tone: family });
    for (const target of targets.slice(0, TARGETS_DRAWN)) {
      const targetId = `target ${objectName(target)}`;
      addNode({
        id: targetId,
        column: 3,
        title: `${target.namespace ? `${target.namespace}/` : ''}${target.name}`,
        subtitle: target.kind,
        tone: 'plain',
      });
      addEdge({ from: id, to: targetId, tone: family });
    }
    const rest = targets.length - TARGETS_DRAWN;
    if (rest > 0) {
      addNode({ id: `rest ${id}`, column: 3, title: `and ${rest} more`, subtitle: 'listed below', tone: 'plain' });
      addEdge({ from: id, to: `rest ${id}`, tone: family });
    }
  }
  return { columns: COLUMNS, nodes: [...nodes.values()], edges: [...edges.values()] };
}

const idOf = ({ what, where }: Attachment) => `attachment ${what} ${where}`;
