# What `underpin rbac` prints, kept by Terraform in place of kubectl: one object a document, nothing decided here.

terraform {
  required_version = ">= 1.5"

  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = ">= 2.30, < 4.0"
    }
  }
}

variable "manifests" {
  description = "Text that `underpin rbac` printed: YAML documents of the namespace, roles, bindings and admission policies."
  type        = string

  validation {
    condition     = strcontains(var.manifests, "kind: ClusterRole")
    error_message = "manifests must be the output of `underpin rbac`."
  }
}

locals {
  documents  = [for document in split("\n---\n", var.manifests) : yamldecode(document)]
  objects    = { for object in local.documents : "${object.kind}/${try(object.metadata.namespace, "-")}/${object.metadata.name}" => object }
  namespaces = { for key, object in local.objects : key => object if object.kind == "Namespace" }
  roles      = { for key, object in local.objects : key => object if object.kind == "Role" }
  bindings   = { for key, object in local.objects : key => object if object.kind == "RoleBinding" }
  wide_roles = { for key, object in local.objects : key => object if object.kind == "ClusterRole" }
  wide_binds = { for key, object in local.objects : key => object if object.kind == "ClusterRoleBinding" }
  policies   = { for key, object in local.objects : key => object if startswith(object.kind, "ValidatingAdmissionPolicy") }
}

resource "kubernetes_namespace_v1" "namespace" {
  for_each = local.namespaces

  metadata {
    name   = each.value.metadata.name
    labels = each.value.metadata.labels
  }
}

resource "kubernetes_cluster_role_v1" "role" {
  for_each = local.wide_roles

  metadata {
    name   = each.value.metadata.name
    labels = each.value.metadata.labels
  }

  dynamic "rule" {
    for_each = each.value.rules

    content {
      api_groups     = rule.value.apiGroups
      resources      = rule.value.resources
      resource_names = try(rule.value.resourceNames, null)
      verbs          = rule.value.verbs
    }
  }
}

resource "kubernetes_cluster_role_binding_v1" "binding" {
  for_each = local.wide_binds

  metadata {
    name   = each.value.metadata.name
    labels = each.value.metadata.labels
  }

  role_ref {
    api_group = each.value.roleRef.apiGroup
    kind      = each.value.roleRef.kind
    name      = each.value.roleRef.name
  }

  dynamic "subject" {
    for_each = each.value.subjects

    content {
      api_group = subject.value.apiGroup
      kind      = subject.value.kind
      name      = subject.value.name
    }
  }
}

resource "kubernetes_role_v1" "role" {
  for_each = local.roles

  metadata {
    name      = each.value.metadata.name
    namespace = each.value.metadata.namespace
    labels    = each.value.metadata.labels
  }

  dynamic "rule" {
    for_each = each.value.rules

    content {
      api_groups     = rule.value.apiGroups
      resources      = rule.value.resources
      resource_names = try(rule.value.resourceNames, null)
      verbs          = rule.value.verbs
    }
  }

  depends_on = [kubernetes_namespace_v1.namespace]
}

resource "kubernetes_role_binding_v1" "binding" {
  for_each = local.bindings

  metadata {
    name      = each.value.metadata.name
    namespace = each.value.metadata.namespace
    labels    = each.value.metadata.labels
  }

  role_ref {
    api_group = each.value.roleRef.apiGroup
    kind      = each.value.roleRef.kind
    name      = each.value.roleRef.name
  }

  dynamic "subject" {
    for_each = each.value.subjects

    content {
      api_group = subject.value.apiGroup
      kind      = subject.value.kind
      name      = subject.value.name
    }
  }

  depends_on = [kubernetes_namespace_v1.namespace]
}

resource "kubernetes_manifest" "policy" {
  for_each = local.policies

  manifest = each.value
}

output "objects" {
  description = "What is kept, as KIND/NAMESPACE/NAME."
  value       = sort(keys(local.objects))
}
