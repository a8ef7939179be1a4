import type { Family } from '../words/effects';

export interface PictureNode {
  readonly id: string;
  /** Index into the columns. */
  readonly column: number;
  readonly title: string;
  readonly subtitle: string;
  readonly tone: Family | 'plain';
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly tone: Family | 'plain';
}

export interface PictureModel {
  /** Their names, from left to right. */
  readonly columns: readonly string[];
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}
