import { z } from 'zod';

export const versionSchema = z.object({ name: z.literal('waymark'), version: z.string(), engineVersion: z.string() });
export const liveSchema = z.object({ status: z.literal('ok') });
export const readySchema = z.object({ status: z.literal('ok'), database: z.literal('ok'), queue: z.literal('ok') });
