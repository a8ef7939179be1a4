import type { UploadQuery } from '@waymark/contract';
import { ENGINE_VERSION } from '@waymark/engine';
import type { UploadHeader } from '@waymark/store';

/** What is known of an upload before its body is read. */
export function headerOf(uploadId: string, bodyDigest: Uint8Array, query: UploadQuery): UploadHeader {
  const { repository = null, commit = null, ref = null, run = null, istioVersion = null, capturedAt } = query;
  return {
    uploadId,
    bodyDigest,
    istioVersion,
    source: { repository, commit, ref, run },
    capturedAt: capturedAt === undefined ? null : new Date(capturedAt),
    engineVersion: ENGINE_VERSION,
  };
}
