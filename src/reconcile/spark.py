"""Claims in Spark tables: ``reconcile.spark.audit(claims, rules, partition=["area"])``."""

from reconcile.faces.spark_face import audit, verdicts

__all__ = ["audit", "verdicts"]
