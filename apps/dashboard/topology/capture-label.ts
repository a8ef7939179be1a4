import type { CaptureReason } from '../api/generated/graphql';
import { CAPTURE_WORDS } from '../words/capture-reasons';

/** "in ambient", or "in ambient and opted out" where the pods of one owner differ. */
export const captureLabel = ({ captureReasons }: { captureReasons: readonly CaptureReason[] }): string =>
  [...new Set(captureReasons.map((reason) => CAPTURE_WORDS[reason].label))].join(' and ');
