-- AlterTable
ALTER TABLE "analysis" ADD COLUMN     "replaces" INTEGER;

-- AlterTable
ALTER TABLE "finding_version" ADD COLUMN     "from_cause" TEXT COLLATE "C" NOT NULL DEFAULT 'CLUSTER',
ADD COLUMN     "to_cause" TEXT COLLATE "C";

-- AlterTable
ALTER TABLE "verdict" ADD COLUMN     "from_cause" TEXT COLLATE "C" NOT NULL DEFAULT 'CLUSTER',
ADD COLUMN     "to_cause" TEXT COLLATE "C";

-- CreateTable
CREATE TABLE "finding_day" (
    "cluster_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "severity_rank" SMALLINT NOT NULL,
    "open" INTEGER NOT NULL,
    "opened" INTEGER NOT NULL,
    "fixed" INTEGER NOT NULL,
    "opened_by_engine" INTEGER NOT NULL,
    "fixed_by_engine" INTEGER NOT NULL,

    CONSTRAINT "finding_day_pkey" PRIMARY KEY ("cluster_id","day","severity_rank")
);

-- CreateIndex
CREATE INDEX "finding_version_cluster_id_valid_from_idx" ON "finding_version"("cluster_id", "valid_from");

-- CreateIndex
CREATE INDEX "finding_version_cluster_id_valid_to_idx" ON "finding_version"("cluster_id", "valid_to") WHERE (valid_to IS NOT NULL);

-- CreateIndex
CREATE INDEX "object_version_cluster_id_valid_from_idx" ON "object_version"("cluster_id", "valid_from");

-- CreateIndex
CREATE INDEX "object_version_cluster_id_valid_to_idx" ON "object_version"("cluster_id", "valid_to") WHERE (valid_to IS NOT NULL);

-- CreateIndex
CREATE INDEX "verdict_cluster_id_valid_from_idx" ON "verdict"("cluster_id", "valid_from");

-- CreateIndex
CREATE INDEX "verdict_cluster_id_valid_to_idx" ON "verdict"("cluster_id", "valid_to") WHERE (valid_to IS NOT NULL);

-- AddForeignKey
ALTER TABLE "finding_day" ADD CONSTRAINT "finding_day_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;
