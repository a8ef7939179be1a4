import { ScopeMissing, type TokenScope } from '@waymark/contract';
import { SEES_ALL, selectsName, type Viewer } from '@waymark/store';

/** Who calls: a token, or the local machine while there is no token. */
export class Caller {
  constructor(
    /** For logs and the audit: never the token itself. */
    readonly name: string,
    private readonly scopes: readonly TokenScope[],
    readonly viewer: Viewer,
  ) {}

  /** Throws ScopeMissing. An admin may do everything. */
  mustHave(scope: TokenScope): void {
    if (!this.scopes.includes(scope) && !this.scopes.includes('admin')) throw new ScopeMissing(scope);
  }

  /** Whether it may write to, and create, a cluster of this name. */
  reaches(clusterName: string): boolean {
    return selectsName(this.viewer.clusters, clusterName);
  }
}

export const LOCAL_CALLER = new Caller('local', ['admin'], SEES_ALL);
