-- AlterEnum
ALTER TYPE "finding_state" ADD VALUE 'SUPPRESSED';

-- AlterTable
ALTER TABLE "finding_version" ADD COLUMN     "suppression" JSONB;
