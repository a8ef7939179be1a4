import type { ClusterModel } from '@waymark/engine';

/** Objects that the models of one thread may come from, taken together: about 1 GB at most. */
const MOST_OBJECTS = 100_000;

/** The models that were asked about last; the longest unasked goes first. A snapshot never changes, so neither do they. */
export class RecentModels {
  private readonly models = new Map<string, ClusterModel>();
  private objects = 0;

  get(snapshotId: string): ClusterModel | undefined {
    const model = this.models.get(snapshotId);
    if (model === undefined) return undefined;
    this.models.delete(snapshotId);
    this.models.set(snapshotId, model);
    return model;
  }

  /** Keeps it even when it alone is larger than all may be: it was asked for. */
  add(snapshotId: string, model: ClusterModel): void {
    this.models.set(snapshotId, model);
    this.objects += model.manifests.length;
    for (const [oldest, { manifests }] of this.models) {
      if (this.objects <= MOST_OBJECTS || oldest === snapshotId) break;
      this.models.delete(oldest);
      this.objects -= manifests.length;
    }
  }
}
