-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "analysis_state" AS ENUM ('QUEUED', 'RUNNING', 'DONE', 'FAILED');

-- CreateEnum
CREATE TYPE "finding_state" AS ENUM ('OPEN', 'FIXED');

-- CreateTable
CREATE TABLE "cluster" (
    "id" UUID NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "analyses" INTEGER NOT NULL DEFAULT 0,
    "head_sequence" INTEGER,
    "analysed_sequence" INTEGER,
    "captured_at" TIMESTAMPTZ(3),
    "istio_version" TEXT COLLATE "C",
    "istio_version_source" TEXT COLLATE "C",
    "root_namespace" TEXT COLLATE "C",
    "trust_domain" TEXT COLLATE "C",
    "error_count" INTEGER NOT NULL DEFAULT 0,
    "warning_count" INTEGER NOT NULL DEFAULT 0,
    "info_count" INTEGER NOT NULL DEFAULT 0,
    "effect_counts" JSONB NOT NULL DEFAULT '{}',
    "policy_count" INTEGER NOT NULL DEFAULT 0,
    "workload_count" INTEGER NOT NULL DEFAULT 0,
    "captured_count" INTEGER NOT NULL DEFAULT 0,
    "namespaces" JSONB NOT NULL DEFAULT '[]',
    "waypoints" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cohort" (
    "id" UUID NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "selector" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cohort_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "snapshot" (
    "cluster_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "upload_id" TEXT COLLATE "C" NOT NULL,
    "body_digest" BYTEA NOT NULL,
    "content_digest" BYTEA NOT NULL,
    "layout_digest" BYTEA NOT NULL,
    "istio_version" TEXT COLLATE "C",
    "repository" TEXT COLLATE "C",
    "commit" TEXT COLLATE "C",
    "ref" TEXT COLLATE "C",
    "run" TEXT COLLATE "C",
    "captured_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "late" BOOLEAN NOT NULL DEFAULT false,
    "object_count" INTEGER NOT NULL,
    "skipped_digest" BYTEA NOT NULL,
    "analysis" INTEGER NOT NULL,

    CONSTRAINT "snapshot_pkey" PRIMARY KEY ("cluster_id","sequence")
);

-- CreateTable
CREATE TABLE "manifest" (
    "digest" BYTEA NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "manifest_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "skipped_list" (
    "digest" BYTEA NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "skipped_list_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "layout" (
    "digest" BYTEA NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "layout_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "object_version" (
    "cluster_id" UUID NOT NULL,
    "api_group" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "namespace" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "valid_from" INTEGER NOT NULL,
    "valid_to" INTEGER,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "object_version_pkey" PRIMARY KEY ("cluster_id","kind","namespace","name","api_group","valid_from")
);

-- CreateTable
CREATE TABLE "analysis" (
    "cluster_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "engine_version" TEXT COLLATE "C" NOT NULL,
    "istio_version" TEXT COLLATE "C",
    "istio_version_source" TEXT COLLATE "C",
    "state" "analysis_state" NOT NULL DEFAULT 'QUEUED',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "runner" INTEGER,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "error" TEXT COLLATE "C",
    "summary" JSONB,
    "skipped_digest" BYTEA,

    CONSTRAINT "analysis_pkey" PRIMARY KEY ("cluster_id","number")
);

-- CreateTable
CREATE TABLE "verdict" (
    "cluster_id" UUID NOT NULL,
    "key" BYTEA NOT NULL,
    "valid_from" INTEGER NOT NULL,
    "valid_to" INTEGER,
    "kind" TEXT COLLATE "C" NOT NULL,
    "namespace" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "enforcer_type" TEXT COLLATE "C" NOT NULL,
    "enforcer_namespace" TEXT COLLATE "C" NOT NULL,
    "enforcer_name" TEXT COLLATE "C" NOT NULL,
    "path_class" TEXT COLLATE "C",
    "effect" TEXT COLLATE "C" NOT NULL,
    "rules" JSONB NOT NULL,
    "targets" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,
    "meaning" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "verdict_pkey" PRIMARY KEY ("cluster_id","key","valid_from")
);

-- CreateTable
CREATE TABLE "cluster_policy" (
    "cluster_id" UUID NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "namespace" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "action" TEXT COLLATE "C",
    "digest" BYTEA,
    "effect_counts" JSONB NOT NULL,
    "enforcer_counts" JSONB NOT NULL,

    CONSTRAINT "cluster_policy_pkey" PRIMARY KEY ("cluster_id","kind","namespace","name")
);

-- CreateTable
CREATE TABLE "finding" (
    "cluster_id" UUID NOT NULL,
    "fingerprint" TEXT COLLATE "C" NOT NULL,
    "check_id" TEXT COLLATE "C" NOT NULL,
    "severity_rank" SMALLINT NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "namespace" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "state" "finding_state" NOT NULL,
    "first_seen" TIMESTAMPTZ(3) NOT NULL,
    "last_seen" TIMESTAMPTZ(3),
    "reopened" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("cluster_id","fingerprint")
);

-- CreateTable
CREATE TABLE "finding_version" (
    "cluster_id" UUID NOT NULL,
    "fingerprint" TEXT COLLATE "C" NOT NULL,
    "valid_from" INTEGER NOT NULL,
    "valid_to" INTEGER,
    "message" TEXT COLLATE "C" NOT NULL,
    "field" TEXT COLLATE "C" NOT NULL,
    "file" TEXT COLLATE "C" NOT NULL,
    "line" INTEGER NOT NULL,
    "affected" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,
    "meaning" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "finding_version_pkey" PRIMARY KEY ("cluster_id","fingerprint","valid_from")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "hash" BYTEA NOT NULL,
    "prefix" TEXT COLLATE "C" NOT NULL,
    "scopes" TEXT[],
    "selector" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT COLLATE "C" NOT NULL,
    "action" TEXT COLLATE "C" NOT NULL,
    "subject" TEXT COLLATE "C" NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "cluster_name_key" ON "cluster"("name");

-- CreateIndex
CREATE INDEX "cluster_error_count_name_idx" ON "cluster"("error_count" DESC, "name");

-- CreateIndex
CREATE INDEX "cluster_captured_at_name_idx" ON "cluster"("captured_at", "name");

-- CreateIndex
CREATE UNIQUE INDEX "cohort_name_key" ON "cohort"("name");

-- CreateIndex
CREATE INDEX "snapshot_cluster_id_analysis_idx" ON "snapshot"("cluster_id", "analysis");

-- CreateIndex
CREATE UNIQUE INDEX "snapshot_cluster_id_upload_id_key" ON "snapshot"("cluster_id", "upload_id");

-- CreateIndex
CREATE INDEX "object_version_cluster_id_kind_idx" ON "object_version"("cluster_id", "kind") WHERE (valid_to IS NULL);

-- CreateIndex
CREATE INDEX "analysis_queued_at_cluster_id_number_idx" ON "analysis"("queued_at", "cluster_id", "number") WHERE (finished_at IS NULL);

-- CreateIndex
CREATE INDEX "verdict_cluster_id_key_idx" ON "verdict"("cluster_id", "key") WHERE (valid_to IS NULL);

-- CreateIndex
CREATE INDEX "verdict_kind_namespace_name_cluster_id_idx" ON "verdict"("kind", "namespace", "name", "cluster_id") WHERE (valid_to IS NULL);

-- CreateIndex
CREATE INDEX "verdict_effect_enforcer_type_kind_namespace_name_idx" ON "verdict"("effect", "enforcer_type", "kind", "namespace", "name") WHERE (valid_to IS NULL);

-- CreateIndex
CREATE INDEX "cluster_policy_kind_namespace_name_cluster_id_idx" ON "cluster_policy"("kind", "namespace", "name", "cluster_id");

-- CreateIndex
CREATE INDEX "finding_cluster_id_state_severity_rank_check_id_fingerprint_idx" ON "finding"("cluster_id", "state", "severity_rank", "check_id", "fingerprint");

-- CreateIndex
CREATE INDEX "finding_state_severity_rank_check_id_cluster_id_fingerprint_idx" ON "finding"("state", "severity_rank", "check_id", "cluster_id", "fingerprint");

-- CreateIndex
CREATE INDEX "finding_state_first_seen_cluster_id_fingerprint_idx" ON "finding"("state", "first_seen" DESC, "cluster_id", "fingerprint");

-- CreateIndex
CREATE INDEX "finding_kind_namespace_name_cluster_id_idx" ON "finding"("kind", "namespace", "name", "cluster_id");

-- CreateIndex
CREATE INDEX "finding_version_cluster_id_fingerprint_idx" ON "finding_version"("cluster_id", "fingerprint") WHERE (valid_to IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at" DESC);

-- AddForeignKey
ALTER TABLE "snapshot" ADD CONSTRAINT "snapshot_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "snapshot" ADD CONSTRAINT "snapshot_layout_digest_fkey" FOREIGN KEY ("layout_digest") REFERENCES "layout"("digest") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "snapshot" ADD CONSTRAINT "snapshot_skipped_digest_fkey" FOREIGN KEY ("skipped_digest") REFERENCES "skipped_list"("digest") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "snapshot" ADD CONSTRAINT "snapshot_cluster_id_analysis_fkey" FOREIGN KEY ("cluster_id", "analysis") REFERENCES "analysis"("cluster_id", "number") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "object_version" ADD CONSTRAINT "object_version_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "object_version" ADD CONSTRAINT "object_version_digest_fkey" FOREIGN KEY ("digest") REFERENCES "manifest"("digest") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "analysis" ADD CONSTRAINT "analysis_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "analysis" ADD CONSTRAINT "analysis_skipped_digest_fkey" FOREIGN KEY ("skipped_digest") REFERENCES "skipped_list"("digest") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict" ADD CONSTRAINT "verdict_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_policy" ADD CONSTRAINT "cluster_policy_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_version" ADD CONSTRAINT "finding_version_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_version" ADD CONSTRAINT "finding_version_cluster_id_fingerprint_fkey" FOREIGN KEY ("cluster_id", "fingerprint") REFERENCES "finding"("cluster_id", "fingerprint") ON DELETE CASCADE ON UPDATE CASCADE;


