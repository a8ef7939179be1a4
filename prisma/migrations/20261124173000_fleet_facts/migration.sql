-- AlterTable
ALTER TABLE "cluster_policy" ADD COLUMN     "text_digest" BYTEA,
ADD COLUMN     "meaning_digest" BYTEA,
ADD COLUMN     "enforcement_digest" BYTEA,
ADD COLUMN     "enforcement" JSONB;

-- CreateTable
CREATE TABLE "cluster_setting" (
    "cluster_id" UUID NOT NULL,
    "aspect" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "namespace" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "text_digest" BYTEA NOT NULL,
    "meaning_digest" BYTEA NOT NULL,
    "enforcement_digest" BYTEA NOT NULL,
    "meaning" JSONB NOT NULL,
    "enforcement" JSONB NOT NULL,

    CONSTRAINT "cluster_setting_pkey" PRIMARY KEY ("cluster_id","aspect","kind","namespace","name")
);

-- CreateTable
CREATE TABLE "cluster_risk" (
    "cluster_id" UUID NOT NULL,
    "side" TEXT COLLATE "C" NOT NULL,
    "cause" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "namespace" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "intended" BOOLEAN NOT NULL,
    "workloads" INTEGER NOT NULL,
    "services" INTEGER NOT NULL,
    "cut_off_count" INTEGER NOT NULL,
    "covered_count" INTEGER NOT NULL,
    "cut_off" JSONB NOT NULL,
    "covered" JSONB NOT NULL,
    "callers" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,

    CONSTRAINT "cluster_risk_pkey" PRIMARY KEY ("cluster_id","side","cause","kind","namespace","name")
);

-- CreateTable
CREATE TABLE "cluster_extension" (
    "cluster_id" UUID NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "namespace" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "source" TEXT COLLATE "C" NOT NULL,
    "tag" TEXT COLLATE "C" NOT NULL,
    "digest" TEXT COLLATE "C" NOT NULL,
    "pinned" BOOLEAN NOT NULL,
    "inline" BOOLEAN NOT NULL,
    "orphaned" BOOLEAN NOT NULL,
    "team" TEXT COLLATE "C" NOT NULL,
    "proxy_count" INTEGER NOT NULL,
    "proxies" JSONB NOT NULL,
    "patches" JSONB NOT NULL,

    CONSTRAINT "cluster_extension_pkey" PRIMARY KEY ("cluster_id","kind","namespace","name")
);

-- CreateIndex
CREATE INDEX "cluster_setting_aspect_kind_namespace_name_cluster_id_idx" ON "cluster_setting"("aspect", "kind", "namespace", "name", "cluster_id");

-- CreateIndex
CREATE INDEX "cluster_risk_side_cut_off_count_covered_count_cluster_id_ki_idx" ON "cluster_risk"("side", "cut_off_count" DESC, "covered_count" DESC, "cluster_id", "kind", "namespace", "name", "cause");

-- CreateIndex
CREATE INDEX "cluster_extension_kind_namespace_name_source_tag_digest_clu_idx" ON "cluster_extension"("kind", "namespace", "name", "source", "tag", "digest", "cluster_id");

-- AddForeignKey
ALTER TABLE "cluster_setting" ADD CONSTRAINT "cluster_setting_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_risk" ADD CONSTRAINT "cluster_risk_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_extension" ADD CONSTRAINT "cluster_extension_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;
