import { z } from 'zod';

const LABEL_KEY = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;

export const labelsSchema = z
  .record(z.string().regex(LABEL_KEY, 'is not a label key').max(253), z.string().max(253))
  .refine((labels) => Object.keys(labels).length <= 64, 'has more than 64 labels');

/** PUT /v1/clusters/{cluster}: the labels replace those that the cluster has. */
export const clusterRequestSchema = z.strictObject({ labels: labelsSchema });

export const clusterSchema = z.object({ name: z.string(), labels: z.record(z.string(), z.string()) });
export type ClusterJson = z.infer<typeof clusterSchema>;
